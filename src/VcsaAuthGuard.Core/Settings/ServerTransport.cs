namespace VcsaAuthGuard.Settings;

/// <summary>Specifies how the logs of a running vCenter Server are followed.</summary>
public enum ServerTransport
{
    /// <summary>Over the API, in one session and without SSH.</summary>
    Api,

    /// <summary>Over SSH, with the ssh program and a key.</summary>
    Ssh,
}
