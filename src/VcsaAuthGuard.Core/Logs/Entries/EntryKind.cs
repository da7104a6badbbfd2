namespace VcsaAuthGuard.Logs.Entries;

/// <summary>Specifies the kind of a log entry.</summary>
internal enum EntryKind
{
    /// <summary>An entry of no kind that is read.</summary>
    Other,

    /// <summary><c>SOAP request returned HTTP failure; ...</c>.</summary>
    SoapFailure,

    /// <summary><c>... Recv of frame failed with code: 503 Service Unavailable</c>: a vAPI call to a host that failed.</summary>
    FrameFailure,

    /// <summary><c>[VpxLRO] -- BEGIN LRO -- ENTITY -- METHOD -- SESSION(SUB)</c>.</summary>
    CallBegin,

    /// <summary><c>[VpxLRO] -- FINISH LRO</c>.</summary>
    CallFinish,

    /// <summary><c>[VpxLRO] -- ERROR LRO -- ... -- METHOD: FAULT</c>.</summary>
    CallError,

    /// <summary><c>VMOMI activation LRO failed; ...</c>.</summary>
    ActivationFailure,

    /// <summary><c>Out of HTTP sessions: Limited to N</c>.</summary>
    HttpSessionLimit,

    /// <summary><c>User session count is limited to N. Existing session count is N</c>.</summary>
    UserSessionLimit,

    /// <summary><c>remote https connections exceed max allowed: N</c>.</summary>
    ConnectionLimit,

    /// <summary><c>[Auth]: User ACCOUNT</c>: the account of the login that the same thread began.</summary>
    LoginAccount,

    /// <summary><c>Section for VMware VirtualCenter</c>: a start of the service, or the head of a rotated log.</summary>
    ServiceSection,

    /// <summary>The profiler's list of sessions.</summary>
    SessionOwners,

    /// <summary>An event, as vCenter forwards it or as JSON.</summary>
    Event,

    /// <summary><c>sso.LoginFailure</c>.</summary>
    SignOnRefusal,

    /// <summary><c>Session count for user [after add]: ACCOUNT is N</c>.</summary>
    SessionCount,

    /// <summary>A request of an access log.</summary>
    Request,
}
