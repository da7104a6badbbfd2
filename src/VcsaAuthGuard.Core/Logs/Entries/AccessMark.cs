namespace VcsaAuthGuard.Logs.Entries;

/// <summary>Specifies how Envoy says that a request ended: its response flags and details.</summary>
/// <remarks>Envoy's documentation, "Access logging", %RESPONSE_FLAGS%; 503 overload: Broadcom KB 392948.</remarks>
internal enum AccessMark
{
    /// <summary>It points to no cause.</summary>
    None,

    /// <summary>The client closed the connection before the response (<c>DC</c>).</summary>
    ClientGone,

    /// <summary>Envoy had no memory left for the request (<c>OM</c>, or <c>503 overload</c>).</summary>
    Overloaded,

    /// <summary>The name of the server behind Envoy could not be resolved (<c>DF</c>).</summary>
    NotResolved,

    /// <summary>A call of the REST API was refused for its session (status 401).</summary>
    Refused,

    /// <summary>It was answered with a server error (status 5xx), and not for a host that could not be reached.</summary>
    Failed,
}
