package io.castellan.compat.curator;

import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.x.discovery.ServiceCache;
import org.apache.curator.x.discovery.ServiceDiscovery;
import org.apache.curator.x.discovery.ServiceDiscoveryBuilder;
import org.apache.curator.x.discovery.ServiceInstance;
import org.apache.curator.x.discovery.ServiceProvider;

/** Services that register and are found. */
final class Discovery implements Recipes.Kind {
  private static final String NAME = "greeter";

  @Override
  public void run(CuratorFramework one, CuratorFramework other, String root) throws Exception {
    ServiceInstance<Void> first = instance(1001);
    ServiceInstance<Void> second = instance(1002);
    try (ServiceDiscovery<Void> mine = discovery(one, root, first);
        ServiceDiscovery<Void> yours = discovery(other, root, second);
        ServiceProvider<Void> provider = mine.serviceProviderBuilder().serviceName(NAME).build();
        ServiceCache<Void> cache = mine.serviceCacheBuilder().name(NAME).build()) {
      mine.start();
      cache.start();
      provider.start();
      yours.start();
      Recipes.await("both are found", () -> mine.queryForInstances(NAME).size() == 2);
      Recipes.await("both are cached", () -> cache.getInstances().size() == 2);
      Recipes.await("both are provided", () -> provider.getAllInstances().size() == 2);
      Recipes.check("names are listed", mine.queryForNames().contains(NAME));
      yours.unregisterService(second);
      Recipes.await("one is left", () -> cache.getInstances().size() == 1);
      Recipes.check("the first", mine.queryForInstance(NAME, first.getId()) != null);
    }
  }

  private static ServiceInstance<Void> instance(int port) throws Exception {
    return ServiceInstance.<Void>builder().name(NAME).address("127.0.0.1").port(port).build();
  }

  private static ServiceDiscovery<Void> discovery(
      CuratorFramework client, String root, ServiceInstance<Void> instance) {
    return ServiceDiscoveryBuilder.builder(Void.class)
        .client(client)
        .basePath(root)
        .thisInstance(instance)
        .build();
  }
}
