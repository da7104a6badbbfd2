using VcsaAuthGuard.Http;

namespace VcsaAuthGuard.VSphere;

/// <summary>Represents a call of the vSphere API that the server answered and that failed nevertheless.</summary>
public abstract class VSphereException : ServerException
{
    private protected VSphereException(Uri server, string message, string remedy, Exception? inner = null)
        : base(server, message, remedy, inner)
    {
    }
}
