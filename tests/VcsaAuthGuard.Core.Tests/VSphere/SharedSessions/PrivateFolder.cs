using VcsaAuthGuard.VSphere.SharedSessions;


namespace VcsaAuthGuard.Tests.VSphere;

/// <summary>A folder for the sessions of one test, gone at its end.</summary>
internal sealed class PrivateFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sessions-");

    public PrivateFolder() => Store = new SessionStore(Sessions);

    /// <summary>Gets the folder that takes the place of XDG_RUNTIME_DIR.</summary>
    public string Runtime => _folder.FullName;

    /// <summary>Gets the folder that holds the sessions.</summary>
    public string Sessions => Path.Combine(Runtime, "vcsa-authguard");

    public SessionStore Store { get; }

    public SharedSessions Shared => new(Store);

    public void Dispose() => _folder.Delete(recursive: true);
}
