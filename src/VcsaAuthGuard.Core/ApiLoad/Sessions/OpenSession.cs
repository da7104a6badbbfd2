namespace VcsaAuthGuard.ApiLoad.Sessions;

/// <summary>Represents a session that makes calls.</summary>
internal struct OpenSession
{
    public ulong Key;
    public long FirstTicks;
    public long LastTicks;
    public int Calls;
    public int BackupCalls;
    public int MaintenanceCalls;
    public int Logins;

    /// <summary>Whose it is, as an index; 0 while that is not known.</summary>
    public int Client;

    /// <summary>The bucket in which its expiry is looked for.</summary>
    public int Bucket;
}
