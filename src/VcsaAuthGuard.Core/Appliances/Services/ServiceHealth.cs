namespace VcsaAuthGuard.Appliances.Services;

/// <summary>A service's health, as vmon or the REST API tells it.</summary>
public enum ServiceHealth : long
{
    /// <summary>Nothing tells it.</summary>
    Unknown,

    /// <summary>It is healthy.</summary>
    Healthy,

    /// <summary>It is healthy, and has something to say.</summary>
    HealthyWithWarnings,

    /// <summary>It is not.</summary>
    Degraded,
}
