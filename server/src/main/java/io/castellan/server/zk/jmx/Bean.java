package io.castellan.server.zk.jmx;

import java.util.LinkedHashMap;
import java.util.Map;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.ReflectionException;
import org.jspecify.annotations.Nullable;

/**
 * A bean made of attributes to read and operations without arguments. Filled before it is
 * registered, immutable from then on; asked by the threads of JMX clients.
 */
final class Bean implements DynamicMBean {
  private final String description;
  private final LaneView view;
  private final Map<String, BeanAttribute> attributes = new LinkedHashMap<>();
  private final Map<String, BeanOperation> operations = new LinkedHashMap<>();

  /**
   * @param view how attributes are looked at and operations carried out
   */
  Bean(String description, LaneView view) {
    this.description = description;
    this.view = view;
  }

  Bean with(BeanAttribute attribute) {
    attributes.put(attribute.name(), attribute);
    return this;
  }

  Bean with(BeanOperation operation) {
    operations.put(operation.name(), operation);
    return this;
  }

  @Override
  public Object getAttribute(String name) throws AttributeNotFoundException {
    BeanAttribute attribute = attributes.get(name);
    if (attribute == null) {
      throw new AttributeNotFoundException(name);
    }
    return attribute.onLane() ? view.look(attribute.value()) : attribute.value().get();
  }

  /** All in one visit to the lane; names that nobody knows are left out, as the contract has it. */
  @Override
  public AttributeList getAttributes(String[] names) {
    Map<String, Object> values = new LinkedHashMap<>();
    view.look(
        () -> {
          for (String name : names) {
            BeanAttribute attribute = attributes.get(name);
            if (attribute != null && attribute.onLane()) {
              values.put(name, attribute.value().get());
            }
          }
          return values.size();
        });
    AttributeList list = new AttributeList(names.length);
    for (String name : names) {
      BeanAttribute attribute = attributes.get(name);
      if (attribute != null) {
        list.add(
            new Attribute(name, attribute.onLane() ? values.get(name) : attribute.value().get()));
      }
    }
    return list;
  }

  @Override
  public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
    throw new AttributeNotFoundException(
        attribute.getName() + ": not to be set here (expected: in zoo.cfg)");
  }

  @Override
  public AttributeList setAttributes(AttributeList attributes) {
    return new AttributeList();
  }

  @Override
  public @Nullable Object invoke(
      String name, Object @Nullable [] arguments, String @Nullable [] signature)
      throws ReflectionException {
    BeanOperation operation = operations.get(name);
    if (operation == null || (arguments != null && arguments.length > 0)) {
      throw new ReflectionException(new NoSuchMethodException(name));
    }
    Object result = view.look(operation.action());
    return operation.type().equals(BeanOperation.VOID) ? null : result;
  }

  @Override
  public MBeanInfo getMBeanInfo() {
    return new MBeanInfo(
        getClass().getName(),
        description,
        attributes.values().stream()
            .map(
                attribute ->
                    new MBeanAttributeInfo(
                        attribute.name(),
                        attribute.type(),
                        attribute.description(),
                        true,
                        false,
                        false))
            .toArray(MBeanAttributeInfo[]::new),
        null,
        operations.values().stream()
            .map(
                operation ->
                    new MBeanOperationInfo(
                        operation.name(),
                        operation.description(),
                        null,
                        operation.type(),
                        MBeanOperationInfo.ACTION))
            .toArray(MBeanOperationInfo[]::new),
        null);
  }
}
