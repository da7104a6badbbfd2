using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Tests.Reports;

/// <summary>A headless Chromium with one tab, driven over its DevTools protocol; what goes wrong in the page and what it asks the network
/// for is kept.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("vcsa-chromium-");
    private readonly ClientWebSocket _socket = new();
    private Process? _process;
    private string? _session;
    private int _id;
    private bool _isLoaded;

    /// <summary>Exceptions, console messages of errors and warnings, violations of the page's policy.</summary>
    public List<string> Problems { get; } = [];

    public List<string> Requests { get; } = [];

    /// <summary>Skips the test where there is no Chromium.</summary>
    public void Need()
    {
        if (_process is null)
        {
            Assert.False(Repository.IsRequired("chromium"), "chromium is required and not here.");
            Assert.Skip("chromium is not here (apt-get install chromium).");
        }

        Assert.SkipWhen(
            VcsaAuthGuard.Reports.ReportAssets.Charts is null && !Repository.IsRequired("npm"),
            "The charts were not built in (apt-get install npm, and build again)."
        );
    }

    public async ValueTask InitializeAsync()
    {
        if (
            (Repository.Program("chromium") ?? Repository.Program("chromium-browser") ?? Repository.Program("google-chrome"))
            is not string program
        )
        {
            return;
        }

        // Inside a container, and as root, Chromium's own sandbox has nothing to stand on; it opens nothing here but files of these tests.
        ProcessStartInfo start = new(
            program,
            [
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--remote-debugging-port=0",
                $"--user-data-dir={_profile.FullName}",
                "about:blank",
            ]
        )
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
        using CancellationTokenSource stop = new(Deadline);
        string? line;
        const string Label = "DevTools listening on ";
        while (
            (line = await _process.StandardError.ReadLineAsync(stop.Token)) is not null && !line.StartsWith(Label, StringComparison.Ordinal)
        ) { }

        _ = _process.StandardError.ReadToEndAsync(CancellationToken.None);
        _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await _socket.ConnectAsync(new Uri((line ?? throw new InvalidOperationException("Chromium ended."))[Label.Length..]), stop.Token);
        string target = (string)(await SendAsync("Target.createTarget", new() { ["url"] = "about:blank" }))["targetId"]!;
        _session = (string)(await SendAsync("Target.attachToTarget", new() { ["targetId"] = target, ["flatten"] = true }))["sessionId"]!;
        foreach (string domain in new[] { "Page", "Runtime", "Log", "Network" })
        {
            await SendAsync(domain + ".enable");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        _socket.Dispose();
        DateTime end = DateTime.UtcNow + Deadline;
        while (_profile.Exists)
        {
            try
            {
                _profile.Delete(recursive: true);
            }
            catch (IOException) when (DateTime.UtcNow < end)
            {
                // Its helpers end a moment after it.
                await Task.Delay(50);
            }

            _profile.Refresh();
        }
    }

    /// <summary>Opens a file in a window of a size, and forgets what was before.</summary>
    public async Task OpenAsync(string file, int width, int height = 900)
    {
        Problems.Clear();
        Requests.Clear();
        await ResizeAsync(width, height);
        _isLoaded = false;
        await SendAsync("Page.navigate", new() { ["url"] = new Uri(file).AbsoluteUri });
        using CancellationTokenSource stop = new(Deadline);
        while (!_isLoaded)
        {
            Note(await ReceiveAsync(stop.Token));
        }
    }

    public Task ResizeAsync(int width, int height) =>
        SendAsync(
            "Emulation.setDeviceMetricsOverride",
            new()
            {
                ["width"] = width,
                ["height"] = height,
                ["deviceScaleFactor"] = 1,
                ["mobile"] = false,
            }
        );

    /// <summary>Returns the value of an expression; a promise is awaited.</summary>
    public async Task<JsonNode?> EvaluateAsync(string expression)
    {
        JsonNode answer = await SendAsync(
            "Runtime.evaluate",
            new()
            {
                ["expression"] = expression,
                ["returnByValue"] = true,
                ["awaitPromise"] = true,
            }
        );
        Assert.True(answer["exceptionDetails"] is null, answer.ToJsonString());
        return answer["result"]!["value"];
    }

    public async Task<int> NumberAsync(string expression) => (int)(await EvaluateAsync(expression))!.GetValue<double>();

    public async Task ClickAsync(double x, double y)
    {
        foreach (string kind in new[] { "mouseMoved", "mousePressed", "mouseReleased" })
        {
            await SendAsync(
                "Input.dispatchMouseEvent",
                new()
                {
                    ["type"] = kind,
                    ["x"] = x,
                    ["y"] = y,
                    ["button"] = kind == "mouseMoved" ? "none" : "left",
                    ["clickCount"] = 1,
                }
            );
        }
    }

    public async Task PressAsync(string key, int code, string? text = null)
    {
        foreach (string kind in new[] { "keyDown", "keyUp" })
        {
            JsonObject parameters = new() { ["type"] = kind, ["key"] = key, ["windowsVirtualKeyCode"] = code };
            if (kind == "keyDown" && text is not null)
            {
                parameters["text"] = text;
            }

            await SendAsync("Input.dispatchKeyEvent", parameters);
        }
    }

    /// <summary>Sends a command to the tab, or to the browser where there is none yet, and gives its answer.</summary>
    public async Task<JsonNode> SendAsync(string method, JsonObject? parameters = null)
    {
        int id = ++_id;
        JsonObject message = new() { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        if (_session is not null)
        {
            message["sessionId"] = _session;
        }

        using CancellationTokenSource stop = new(Deadline);
        await _socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, true, stop.Token);
        while (true)
        {
            JsonNode answer = await ReceiveAsync(stop.Token);
            if (answer["id"]?.GetValue<int>() == id)
            {
                return answer["result"]
                    ?? throw new InvalidOperationException(
                        string.Create(CultureInfo.InvariantCulture, $"{method}: {answer.ToJsonString()}")
                    );
            }

            Note(answer);
        }
    }

    private async Task<JsonNode> ReceiveAsync(CancellationToken stop)
    {
        using MemoryStream message = new();
        byte[] buffer = new byte[1 << 16];
        WebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer, stop);
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(message.ToArray(), documentOptions: new JsonDocumentOptions { MaxDepth = 256 })!;
    }

    private void Note(JsonNode message)
    {
        JsonNode? parameters = message["params"];
        string? kind = (string?)message["method"] == "Runtime.consoleAPICalled" ? (string?)parameters!["type"] : null;
        switch ((string?)message["method"])
        {
            case "Page.loadEventFired":
                _isLoaded = true;
                break;
            case "Runtime.exceptionThrown":
            case "Log.entryAdded":
            case "Page.javascriptDialogOpening":
            case "Runtime.consoleAPICalled" when kind is "error" or "warning" or "assert":
                Problems.Add(parameters!.ToJsonString());
                break;
            case "Network.requestWillBeSent":
                Requests.Add((string)parameters!["request"]!["url"]!);
                break;
        }
    }
}
