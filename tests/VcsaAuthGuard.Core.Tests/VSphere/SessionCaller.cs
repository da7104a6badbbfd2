using System.Diagnostics;
using System.Net;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.VSphere;
using VcsaAuthGuard.VSphere.SharedSessions;

namespace VcsaAuthGuard.Tests.VSphere;

/// <summary>A caller in a process of its own: this program, started again. It connects once for each line it is sent, and says how that
/// went.</summary>
internal sealed class SessionCaller : IDisposable
{
    public const string Command = "--session-caller";

    private readonly Process _process;

    /// <param name="address">Where to.</param>
    /// <param name="thumbprint">The certificate.</param>
    /// <param name="credential">Who; the password goes through standard input.</param>
    /// <param name="runtimeFolder">What XDG_RUNTIME_DIR is for it.</param>
    public SessionCaller(Uri address, string thumbprint, NetworkCredential credential, string runtimeFolder)
    {
        string program = Environment.ProcessPath!;
        string[] arguments = [Command, address.AbsoluteUri, thumbprint, credential.UserName];
        bool isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        ProcessStartInfo start = new(program, isHost ? [Assembly.GetExecutingAssembly().Location, .. arguments] : arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["XDG_RUNTIME_DIR"] = runtimeFolder, ["DOTNET_TieredPGO"] = "0" },
        };
        _process = Process.Start(start)!;
        _process.StandardInput.WriteLine(credential.Password);
    }

    /// <summary>Lets it connect.</summary>
    public void Go()
    {
        _process.StandardInput.WriteLine("go");
        _process.StandardInput.Flush();
    }

    /// <summary>Reads the answer of the process: "login" or "reused" with the session, or the error.</summary>
    public async Task<string> AnswerAsync(CancellationToken token) => await _process.StandardOutput.ReadLineAsync(token) ?? "it ended";

    /// <summary>Ends it without any warning, as kill -9 does.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromMinutes(5)))
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    /// <summary>Runs the child process.</summary>
    public static int Run(string[] arguments)
    {
        // Fifty of these start at once, perhaps on a machine that has other things to do.
        TimeSpan patience = TimeSpan.FromMinutes(5);
        VSphereClientOptions options = new()
        {
            Address = new Uri(arguments[1]),
            Thumbprint = CertificateThumbprint.Parse(arguments[2]),
            Timeout = patience,
        };
        NetworkCredential credential = new(arguments[3], Console.In.ReadLine());
        SharedSessions sessions = new();
        while (Console.In.ReadLine() is not null)
        {
            try
            {
                VcsaConnection connection = sessions
                    .ConnectAsync(options, credential, new SharedSessionOptions { LockTimeout = patience })
                    .GetAwaiter()
                    .GetResult();
                // Its own output is no place for a secret either.
                string which = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(connection.GetSecret().Reveal())));
                Console.Out.WriteLine($"{(connection.IsReused ? "reused" : "login")} {which}");
            }
            catch (Exception e) when (e is ServerException or SessionStoreException)
            {
                Console.Out.WriteLine($"{e.GetType().Name}: {e.Message}");
            }

            Console.Out.Flush();
        }

        return 0;
    }
}
