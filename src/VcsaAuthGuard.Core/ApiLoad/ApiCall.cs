namespace VcsaAuthGuard.ApiLoad;

/// <summary>Specifies the effect of a call on its session.</summary>
internal enum ApiCallKind : byte
{
    Call,
    Login,
    Logout,

    /// <summary>The end of a login that was refused: what its begin counted is taken back.</summary>
    LoginRefused,

    /// <summary>A call that ends sessions of others; counted as a call.</summary>
    Terminate,

    /// <summary>A call that backup products make: of a snapshot, of changed blocks, of an export; counted as a call.</summary>
    Backup,

    /// <summary>A call that puts hosts into maintenance mode or out of it, or patches them; counted as a call.</summary>
    Maintenance,
}

/// <summary>Represents one API call as vpxd logs its begin. It is small and has no references, because a log holds millions.</summary>
/// <param name="Ticks">When, in UTC.</param>
/// <param name="Session">Its session, 64 bits of the id; 0 if it has none.</param>
/// <param name="Operation">Its operation id, as a hash; 0 if it has none.</param>
/// <param name="Lro">Its number among vpxd's calls, as a hash; 0 if not given.</param>
/// <param name="Kind">What it does.</param>
internal readonly record struct ApiCall(long Ticks, ulong Session, ulong Operation, ulong Lro, ApiCallKind Kind);
