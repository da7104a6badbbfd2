using VcsaAuthGuard.Faults;

namespace VcsaAuthGuard.Watching;

/// <summary>Represents what a later run needs to go on detecting bursts at one vCenter.</summary>
/// <param name="Server">The vCenter.</param>
/// <param name="Since">How long ago the newest fault was seen.</param>
/// <param name="Bursts">Where the detector was.</param>
internal sealed record WatchedServerPosition(string Server, TimeSpan Since, BurstPosition Bursts);
