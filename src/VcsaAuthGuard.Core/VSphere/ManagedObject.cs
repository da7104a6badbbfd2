namespace VcsaAuthGuard.VSphere;

/// <summary>A reference to an object of the vSphere API: its type and its id.</summary>
internal readonly record struct ManagedObject(string Type, string Value)
{
    /// <summary>The one object whose id is known beforehand.</summary>
    public static ManagedObject ServiceInstance { get; } = new("ServiceInstance", "ServiceInstance");
}
