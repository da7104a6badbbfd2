namespace VcsaAuthGuard.Tests.Appliances;

/// <summary>A service as the files of a stand-in appliance have it.</summary>
/// <param name="Id">vMon's id: vpxd, envoy-hgw.</param>
/// <param name="Name">service-control's name: vmware-vpxd.</param>
/// <param name="RunState">STARTED, STARTING, STOPPING or STOPPED.</param>
/// <param name="Health">HEALTHY, DEGRADED or UNHEALTHY; anything not STARTED is UNHEALTHY.</param>
/// <param name="StartupType">AUTOMATIC or MANUAL.</param>
/// <param name="ProcessId">A number that each start draws anew; null when there is no process. No such process exists.</param>
/// <param name="Since">When the run state began.</param>
/// <param name="IsVMon">Whether vMon keeps it: vmon-cli and REST know only those.</param>
public sealed record StandInService(
    string Id,
    string Name,
    string RunState,
    string Health,
    string StartupType,
    int? ProcessId,
    DateTimeOffset Since,
    bool IsVMon
)
{
    public bool IsUp => RunState == "STARTED";
}
