package io.castellan.server.kafka.handler;

import io.castellan.server.config.BrokerConfig;
import io.castellan.server.kafka.ApiTable;
import io.castellan.server.kafka.admin.AutoCreation;
import io.castellan.server.kafka.controller.ClusterMember;

/** The APIs that speak of the cluster: what there is, and how it is changed. */
public final class ClusterApis {
  private ClusterApis() {}

  /**
   * Serve them.
   *
   * @param member knows the cluster and changes it
   * @param config defaults and permissions
   */
  public static void serve(ApiTable table, ClusterMember member, BrokerConfig config) {
    AutoCreation autoCreation = new AutoCreation(member, config);
    table.serve(
        new MetadataHandler(member::image, autoCreation, config.topicCreation().autoCreate()));
    table.serve(new DescribeClusterHandler(member::image));
    table.serve(new FindCoordinatorHandler(member::image, autoCreation));
    table.serve(new CreateTopicsHandler(member, config));
    table.serve(new DeleteTopicsHandler(member, config.topicCreation().deletable()));
    table.serve(new CreatePartitionsHandler(member));
    table.serve(new DescribeConfigsHandler(member, config));
    table.serve(new AlterConfigsHandler(member, config));
    table.serve(new IncrementalAlterConfigsHandler(member, config));
  }
}
