using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Appliances.Services;

/// <summary>Represents a service of an appliance at the time it was read.</summary>
public sealed record ApplianceService
{
    /// <summary>Gets the name that service-control uses (<c>vmware-vpxd</c>).</summary>
    public required string Name { get; init; }

    /// <summary>Gets the id of vmon and the REST API (<c>vpxd</c>).</summary>
    public required string Id { get; init; }

    /// <summary>Gets the state of the service.</summary>
    public ServiceState State { get; init; }

    /// <summary>Gets the health of the service.</summary>
    public ServiceHealth Health { get; init; }

    /// <summary>Gets the reported health.</summary>
    public IReadOnlyList<string> HealthMessages { get; init => field = new ItemList<string>(value); } = new ItemList<string>([]);

    /// <summary>Gets the startup type (<c>AUTOMATIC</c>, <c>MANUAL</c>, <c>DISABLED</c>); null if unknown.</summary>
    public string? StartupType { get; init; }

    /// <summary>
    /// Gets the time since which the service has been in its state, from vmon's <c>CurrentRunStateDuration</c> and this machine's clock;
    /// null if unknown.
    /// </summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Gets the time the service has been in its state, by the appliance's own clock; null if unknown.</summary>
    public TimeSpan? StateDuration { get; init; }

    /// <summary>Gets its main process; null if it is not reported.</summary>
    public int? ProcessId { get; init; }

    /// <summary>Gets a value indicating whether KB 440879 restarts the service: vpxd and the Envoy host gateway.</summary>
    public bool IsProxyPipeline => ServiceCatalog.IsProxyPipeline(Name);

    /// <summary>Gets the appliance, or the file it was read from.</summary>
    public string? Server { get; init; }

    /// <summary>Gets a value indicating whether the service runs and is not reported as unhealthy.</summary>
    public bool IsUp => State == ServiceState.Started && Health != ServiceHealth.Degraded;

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {State}{(Health == ServiceHealth.Unknown ? "" : $", {Health}")}";
}
