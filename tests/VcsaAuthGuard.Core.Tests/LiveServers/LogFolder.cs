namespace VcsaAuthGuard.Tests.LiveServers;

/// <summary>A folder for the logs of a simulator, removed at the end.</summary>
internal sealed class LogFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("live-");

    public string Path => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
