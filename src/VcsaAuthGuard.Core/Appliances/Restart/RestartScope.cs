namespace VcsaAuthGuard.Appliances.Restart;

/// <summary>Specifies the services that a restart includes.</summary>
public enum RestartScope : long
{
    /// <summary>vpxd and the Envoy host gateway: what KB 440879 restarts first.</summary>
    Targeted,

    /// <summary>All services are stopped and started: what KB 440879 does last.</summary>
    Full,
}
