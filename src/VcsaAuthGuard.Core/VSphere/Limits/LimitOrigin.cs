namespace VcsaAuthGuard.VSphere.Limits;

/// <summary>Specifies where the value of a limit is from.</summary>
public enum LimitOrigin : long
{
    /// <summary>No value is known; the limit says where to look.</summary>
    Unknown,

    /// <summary>The default according to a public source. The server may be configured differently.</summary>
    Default,

    /// <summary>The value that is set on the server, as read from it.</summary>
    Configured,

    /// <summary>The server's version does not have this limit.</summary>
    None,
}
