// Reads one JSON case a line, writes what survey-core makes of it, one line each.
import { createInterface } from "node:readline";
import { createRequire } from "node:module";

const require = createRequire(`${process.argv[2]}/`);
const { ConditionRunner, SurveyModel } = require("survey-core");
console.warn = () => {};
console.error = () => {};

function condition({ condition, answers }) {
  const runner = new ConditionRunner(condition);
  if (!runner.canRun()) return { reads: false };
  try {
    return { reads: true, holds: Boolean(runner.runValues(answers)) };
  } catch (error) {
    return { reads: true, fails: String(error) };
  }
}

function survey({ definition, answers }) {
  const model = new SurveyModel({ ...definition, clearInvisibleValues: "onHidden" });
  const isShown = (question) => question.isVisible && question.isParentVisible && question.page.isVisible;
  const questions = model.getAllQuestions();
  // As a member goes: from the first question to the last, and only what is shown is answered.
  for (const question of questions) {
    if (!isShown(question)) question.clearValue();
    else if (question.name in answers) {
      model.setValue(question.name, answers[question.name]);
      const comment = answers[`${question.name}-Comment`];
      if (comment) model.setComment(question.name, comment);
    }
  }
  const visible = questions.filter(isShown);
  const asking = visible.filter((question) => !["html", "expression"].includes(question.getType()));
  const wrong = visible.filter((question) => !question.validate(false)).map((question) => question.name);
  return {
    visible: visible.map((question) => question.name),
    readOnly: asking.filter((question) => question.isReadOnly).map((question) => question.name),
    required: visible.filter((question) => question.isRequired).map((question) => question.name),
    titles: visible.filter((question) => question.getType() !== "html").map((question) => question.locTitle.renderedHtml),
    choices: Object.fromEntries(
      visible
        .filter((question) => question.visibleChoices && ["radiogroup", "checkbox", "dropdown", "tagbox", "buttongroup"].includes(question.getType()))
        .map((question) => [question.name, question.visibleChoices.map((choice) => choice.value)]),
    ),
    values: model.data,
    wrong,
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  console.log(JSON.stringify("condition" in asked ? condition(asked) : survey(asked)));
}
