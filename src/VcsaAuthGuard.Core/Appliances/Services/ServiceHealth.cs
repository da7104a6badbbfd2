namespace VcsaAuthGuard.Appliances.Services;

/// <summary>Specifies a service's health as vmon or the REST API reports it.</summary>
public enum ServiceHealth : long
{
    /// <summary>It is not reported.</summary>
    Unknown,

    /// <summary>It is healthy.</summary>
    Healthy,

    /// <summary>It is healthy, and has something to say.</summary>
    HealthyWithWarnings,

    /// <summary>It is not.</summary>
    Degraded,
}
