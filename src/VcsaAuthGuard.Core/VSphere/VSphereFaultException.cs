namespace VcsaAuthGuard.VSphere;

/// <summary>Represents a fault that has no exception of its own.</summary>
public sealed class VSphereFaultException : VSphereException
{
    internal VSphereFaultException(Uri server, string method, string fault, string message)
        : base(
            server,
            $"{method} failed with {fault}{(message.Length > 0 ? ": " + message : ".")}",
            "See the fault's name and message, and vpxd.log at that time."
        ) => Fault = fault;

    /// <summary>Gets the fault's type, such as <c>InvalidRequest</c>.</summary>
    public string Fault { get; }
}
