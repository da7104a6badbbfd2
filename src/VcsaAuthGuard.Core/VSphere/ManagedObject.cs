namespace VcsaAuthGuard.VSphere;

/// <summary>Represents a reference to an object of the vSphere API.</summary>
internal readonly record struct ManagedObject(string Type, string Value)
{
    /// <summary>Gets the only object whose id is known in advance.</summary>
    public static ManagedObject ServiceInstance { get; } = new("ServiceInstance", "ServiceInstance");
}
