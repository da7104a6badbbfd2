namespace VcsaAuthGuard.Diagnosis.Symptoms;

/// <summary>Specifies what an entry that is not a fault says about a cause.</summary>
internal enum SymptomKind
{
    /// <summary>vpxd needed more memory than it may use, panicked or ended unexpectedly.</summary>
    Crash,

    /// <summary>vpxd received the command to stop.</summary>
    OrderlyStop,

    /// <summary>An account is locked.</summary>
    AccountLocked,

    /// <summary>A token or its request was refused because of its times.</summary>
    ClockSkew,

    /// <summary>A time service changed the clock.</summary>
    ClockSet,

    /// <summary>The sign-on service could not give or check a token.</summary>
    SignOnFailure,

    /// <summary>A name could not be resolved.</summary>
    NameNotResolved,

    /// <summary>A host lost a datastore.</summary>
    StorageLost,

    /// <summary>A task or call failed with a fault other than an authentication fault.</summary>
    TaskFailed,

    /// <summary>A session of an account was ended by another.</summary>
    SessionEnded,

    /// <summary>A call of the REST API was refused for its session.</summary>
    RequestRefused,

    /// <summary>A request was answered with a server error.</summary>
    RequestFailed,

    /// <summary>Envoy had no memory left.</summary>
    ProxyOverload,

    /// <summary>vCenter Server gets no heartbeats of a host, or marks it as not responding.</summary>
    HostSilent,

    /// <summary>vpxd cannot run: its database or a certificate cannot be used, or its database's partition is full.</summary>
    ServiceFailure,
}
