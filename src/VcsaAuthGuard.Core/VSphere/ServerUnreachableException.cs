namespace VcsaAuthGuard.VSphere;

/// <summary>The server could not be reached, closed the connection, or did not answer in time.</summary>
public sealed class ServerUnreachableException : VSphereException
{
    internal ServerUnreachableException(Uri server, Exception inner)
        : base(server, $"The server could not be reached: {Innermost(inner)}", "Check the name, the port, the firewall and the proxy.", inner)
    {
    }

    internal ServerUnreachableException(Uri server, TimeSpan timeout)
        : base(
            server,
            FormattableString.Invariant($"The server did not answer within {timeout.TotalSeconds:0.#} seconds."),
            "Check that vCenter Server's services run and whether it is under load, then try again.") => IsTimeout = true;

    /// <summary>Whether time ran out.</summary>
    public bool IsTimeout { get; }

    /// <summary>What really happened stands at the bottom: "Connection refused", "Name or service not known".</summary>
    private static string Innermost(Exception exception) => exception.GetBaseException().Message;
}
