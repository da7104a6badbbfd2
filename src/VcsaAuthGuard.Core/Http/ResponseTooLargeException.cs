using System.Net;

namespace VcsaAuthGuard.Http;

/// <summary>Represents a response that exceeds the size limit. The rest of it was not read.</summary>
internal sealed class ResponseTooLargeException : ServerException
{
    public ResponseTooLargeException(Uri server, HttpStatusCode status, int maxBytes)
        : base(
            server,
            FormattableString.Invariant($"HTTP status {(int)status}, and the response is larger than {Format(maxBytes)}."),
            "Check that the address is the server's own and that no proxy answers in its place.")
    {
        Status = status;
        Limit = Format(maxBytes);
    }

    /// <summary>Gets the HTTP status of the response.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>Gets the limit with its unit, such as "32 MiB".</summary>
    public string Limit { get; }

    private static string Format(int bytes) =>
        bytes >= 1 << 20 ? FormattableString.Invariant($"{bytes >> 20} MiB") : FormattableString.Invariant($"{bytes >> 10} KiB");
}
