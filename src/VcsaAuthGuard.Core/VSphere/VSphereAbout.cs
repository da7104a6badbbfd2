namespace VcsaAuthGuard.VSphere;

/// <summary>Represents a server's description of itself (<c>AboutInfo</c>).</summary>
/// <param name="FullName">Product, version and build in words.</param>
/// <param name="Version">The version, such as 8.0.3.</param>
/// <param name="Build">The build number.</param>
/// <param name="ApiType"><c>VirtualCenter</c>, or <c>HostAgent</c> for an ESXi host.</param>
public sealed record VSphereAbout(string? FullName, string? Version, string? Build, string? ApiType)
{
    /// <summary>Gets a value indicating whether it is a vCenter Server; the default for a server that does not report it.</summary>
    public bool IsVCenter => ApiType is null or "VirtualCenter";
}
