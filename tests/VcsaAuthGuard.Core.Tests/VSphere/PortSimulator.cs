using VcsaAuthGuard.Fixtures;


namespace VcsaAuthGuard.Tests.VSphere;

/// <summary>A simulator on a certain port, so that one can come back where another was: what clients see of a restart.</summary>
internal sealed class PortSimulator(int port)
    : VSphereSimulator("-version", "8.0.3", "-port", port.ToString(System.Globalization.CultureInfo.InvariantCulture));
