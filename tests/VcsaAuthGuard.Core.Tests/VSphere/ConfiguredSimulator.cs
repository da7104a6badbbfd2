using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Tests.VSphere;

/// <summary>A simulator whose session limit was raised by an administrator.</summary>
public sealed class ConfiguredSimulator() : VSphereSimulator("-version", "8.0.3", "-option", "config.vmacore.soap.maxSessionCount=4000");
