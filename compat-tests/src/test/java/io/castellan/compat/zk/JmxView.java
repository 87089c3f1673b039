package io.castellan.compat.zk;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.jspecify.annotations.Nullable;

/** The ZooKeeper beans of a process, seen as any JMX client on its machine sees them. */
final class JmxView implements AutoCloseable {
  private final JMXConnector connector;
  private final MBeanServerConnection server;

  private JmxView(JMXConnector connector, MBeanServerConnection server) {
    this.connector = connector;
    this.server = server;
  }

  /** Attaches to a process. */
  @SuppressWarnings("BanJNDI") // the address is what the process itself has told us
  static JmxView of(long pid) throws IOException {
    try {
      VirtualMachine process = VirtualMachine.attach(Long.toString(pid));
      String address = process.startLocalManagementAgent();
      process.detach();
      JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address));
      return new JmxView(connector, connector.getMBeanServerConnection());
    } catch (AttachNotSupportedException e) {
      throw new IOException("pid " + pid, e);
    }
  }

  /**
   * Everything that the beans tell: {@code bean/attribute} and {@code bean/operation()}, with the
   * type and the value. Bean names go without the port and the session's number.
   */
  Map<String, String> told() throws IOException, JMException {
    Map<String, String> told = new TreeMap<>();
    for (ObjectName name : names()) {
      MBeanInfo bean = server.getMBeanInfo(name);
      String prefix = shortName(name) + "/";
      String[] attributes =
          Arrays.stream(bean.getAttributes())
              .map(MBeanAttributeInfo::getName)
              .toArray(String[]::new);
      Map<String, Object> values = new TreeMap<>();
      for (Object attribute : server.getAttributes(name, attributes)) {
        values.put(((Attribute) attribute).getName(), ((Attribute) attribute).getValue());
      }
      for (MBeanAttributeInfo attribute : bean.getAttributes()) {
        told.put(
            prefix + attribute.getName(),
            attribute.getType() + " " + text(values.get(attribute.getName())));
      }
      for (MBeanOperationInfo operation : bean.getOperations()) {
        told.put(prefix + operation.getName() + "()", operation.getReturnType());
      }
    }
    return told;
  }

  private static String text(@Nullable Object value) {
    return value instanceof Object[] array ? Arrays.toString(array) : String.valueOf(value);
  }

  /** Without what each server and session has of its own. */
  private static String shortName(ObjectName name) {
    return name.getCanonicalName()
        .replaceAll("_port\\d+", "_portN")
        .replaceAll("name3=0x\\p{XDigit}+", "name3=0xN")
        .replaceFirst("^org.apache.ZooKeeperService:", "");
  }

  private Set<ObjectName> names() throws IOException, JMException {
    return server.queryNames(new ObjectName("org.apache.ZooKeeperService:*"), null);
  }

  /** Carries out an operation of the one bean in whose name this is found. */
  Object invoke(String regex, String operation) throws IOException, JMException {
    Pattern bean = Pattern.compile(regex);
    for (ObjectName name : names()) {
      if (bean.matcher(name.getCanonicalName()).find()) {
        return server.invoke(name, operation, new Object[0], new String[0]);
      }
    }
    throw new IllegalStateException("no bean " + regex);
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
