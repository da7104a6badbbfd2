namespace VcsaAuthGuard.Http;

/// <summary>Represents a server that could not be reached, closed the connection, or did not answer in time.</summary>
public sealed class ServerUnreachableException : ServerException
{
    internal ServerUnreachableException(Uri server, Exception inner)
        : base(
            server,
            $"The server could not be reached: {inner.GetBaseException().Message}",
            "Check the name, the port, the firewall and the proxy.",
            inner) => Reason = inner.GetBaseException().Message;

    internal ServerUnreachableException(Uri server, TimeSpan timeout)
        : base(
            server,
            FormattableString.Invariant($"The server did not answer within {timeout.TotalSeconds:0.#} seconds."),
            "Check that the server's services run and whether it is under load, then try again.")
    {
        IsTimeout = true;
        Reason = FormattableString.Invariant($"no answer within {timeout.TotalSeconds:0.#} seconds");
    }

    /// <summary>Gets a value indicating whether the time limit was exceeded.</summary>
    public bool IsTimeout { get; }

    /// <summary>Gets the innermost cause, such as "Connection refused" or "Name or service not known".</summary>
    public string Reason { get; }
}
