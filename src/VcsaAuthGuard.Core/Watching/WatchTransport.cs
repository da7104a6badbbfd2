namespace VcsaAuthGuard.Watching;

/// <summary>Specifies how the logs of a running vCenter Server are followed.</summary>
public enum WatchTransport : long
{
    /// <summary>Over the API, unless a parameter of SSH is given.</summary>
    Auto,

    /// <summary>Over the API, in one session and without SSH.</summary>
    Api,

    /// <summary>Over SSH, with the ssh program where there is one and SSH.NET otherwise.</summary>
    Ssh,

    /// <summary>Over SSH, with the ssh program.</summary>
    OpenSsh,

    /// <summary>Over SSH, with SSH.NET.</summary>
    SshNet,
}
