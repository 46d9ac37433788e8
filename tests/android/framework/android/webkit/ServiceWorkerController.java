package android.webkit;

public class ServiceWorkerController {
    static final ServiceWorkerController ONLY = new ServiceWorkerController();
    public ServiceWorkerClient client;

    public static ServiceWorkerController getInstance() { return ONLY; }
    public void setServiceWorkerClient(ServiceWorkerClient given) { client = given; }
}
