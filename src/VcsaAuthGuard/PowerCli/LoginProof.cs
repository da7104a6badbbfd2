using System.Management.Automation;
using System.Net;
using VcsaAuthGuard.VSphere;

namespace VcsaAuthGuard.PowerCli;

/// <summary>Proves by a login that vCenter Server accepts logins.</summary>
internal static class LoginProof
{
    public static Func<CancellationToken, Task> Create(VSphereClientOptions options, PSCredential account)
    {
        NetworkCredential credential = new(account.UserName, account.Password);
        return async token =>
        {
            using VSphereClient client = new(options);
            await client.ConnectAsync(token).ConfigureAwait(false);
            // A login that is broken off could leave a session behind.
            await client.LoginAsync(credential, CancellationToken.None).ConfigureAwait(false);
            await client.LogoutAsync(CancellationToken.None).ConfigureAwait(false);
        };
    }
}
