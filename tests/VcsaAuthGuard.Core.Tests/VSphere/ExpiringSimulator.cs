using System.Net;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Tests.VSphere;

/// <summary>A simulator whose sessions expire when idle for longer than a slow machine takes between two calls. It knows one user
/// only.</summary>
public sealed class ExpiringSimulator() : VSphereSimulator("-idle", "15s", "-user", Credential.UserName, "-password", Credential.Password)
{
    public static NetworkCredential Credential { get; } = new("backup@vsphere.local", "pass");
}
