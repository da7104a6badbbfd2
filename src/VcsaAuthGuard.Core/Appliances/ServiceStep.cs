namespace VcsaAuthGuard.Appliances;

/// <summary>Represents one action on services.</summary>
/// <param name="Action">The action.</param>
/// <param name="Services">The services, by either name; none means all.</param>
public sealed record ServiceStep(ServiceAction Action, IReadOnlyList<string> Services);
