using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Tests.Watching;

/// <summary>Represents a running server of the Prometheus project, from Debian's packages, on a port of this machine.</summary>
internal sealed class MonitoringPeer : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(4);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly HttpClient _http;

    private MonitoringPeer(string program, int port, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Address = new($"http://127.0.0.1:{port}");
        _http = new() { BaseAddress = Address };
    }

    public Uri Address { get; }

    /// <summary>Starts a program, or skips the test where it is not here.</summary>
    /// <param name="package">Debian's package, which has the program's name.</param>
    /// <param name="ready">The path that answers once the program is ready.</param>
    /// <param name="arguments">Returns the arguments for a port.</param>
    public static async Task<MonitoringPeer> StartAsync(string package, string ready, Func<int, string[]> arguments)
    {
        string? program = Repository.Program(package);
        if (program is null)
        {
            Assert.False(Repository.IsRequired(package), $"{package} is required and not here.");
            Assert.Skip($"{package} is not here (apt-get install {package}).");
        }

        int port = FreePort();
        MonitoringPeer peer = new(program, port, arguments(port));
        await peer.WaitForAsync(ready, _ => true);
        return peer;
    }

    public static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until a condition is met.</summary>
    public async Task WaitForAsync(Func<bool> condition, string what)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < Deadline && !_process.HasExited, $"{what} did not happen. {this}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits until the program answers with a text that meets a condition, and returns it.</summary>
    public async Task<string> WaitForAsync(string path, Func<string, bool> condition)
    {
        Stopwatch watch = Stopwatch.StartNew();
        string answer = "";
        while (true)
        {
            try
            {
                answer = await _http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
                if (condition(answer))
                {
                    return answer;
                }
            }
            catch (HttpRequestException) when (watch.Elapsed < Deadline && !_process.HasExited)
            {
                // It is still starting.
            }

            Assert.True(watch.Elapsed < Deadline && !_process.HasExited, $"{path} gives {answer} {this}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>Returns what the program wrote.</summary>
    public override string ToString()
    {
        lock (_output)
        {
            return _output.ToString();
        }
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
