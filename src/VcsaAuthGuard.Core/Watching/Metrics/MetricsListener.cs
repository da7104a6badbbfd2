using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace VcsaAuthGuard.Watching.Metrics;

/// <summary>
/// Serves metrics over HTTP, for Prometheus to scrape <c>/metrics</c>. HttpListener would need an administrator's reservation of the
/// address on Windows, so this answers by itself: one request a connection, with limits on its size and time.
/// </summary>
public sealed class MetricsListener : IDisposable
{
    /// <summary>The port where none is given.</summary>
    public const int DefaultPort = 9757;

    private const int MaxHeadBytes = 8 << 10;
    private const int MaxConnections = 16;
    private const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(5);

    private readonly TcpListener _listener;
    private readonly Func<string> _metrics;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _connections = new(MaxConnections);

    private readonly Task _work;

    /// <summary>Starts serving.</summary>
    /// <param name="endPoint">The address and the port; port 0 for any that is free.</param>
    /// <param name="metrics">Returns the metrics as text; called by any thread.</param>
    /// <exception cref="IOException">The address cannot be used, for example because another program has the port.</exception>
    public MetricsListener(IPEndPoint endPoint, Func<string> metrics)
    {
        _metrics = metrics;
        _listener = new(endPoint);
        try
        {
            _listener.Start();
        }
        catch (SocketException e)
        {
            throw new IOException($"Metrics cannot be served at {endPoint}: {e.Message.TrimEnd('.')}.", e);
        }

        _work = Task.Run(AcceptAsync);
    }

    /// <summary>Gets the address and the port.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>
    /// Parses an IP address and a port (<c>127.0.0.1:9757</c>, <c>[::1]:9757</c>, <c>localhost:9757</c>); without a port 9757, without an
    /// address this machine only.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">The text is neither.</exception>
    public static IPEndPoint ParseEndPoint(string text)
    {
        string rest = text.Trim();
        int colon = rest.LastIndexOf(':');
        bool isBareAddress = colon < 0 || (rest.IndexOf(':') != colon && rest[rest.Length - 1] != ']' && rest[0] != '[');
        string host = rest;
        int port = DefaultPort;
        if (rest.All(c => c is >= '0' and <= '9') && TryPort(rest, out port))
        {
            host = "localhost";
        }
        else if (!isBareAddress && rest[rest.Length - 1] != ']')
        {
            host = rest.Substring(0, colon);
            if (!TryPort(rest.Substring(colon + 1), out port))
            {
                throw Invalid(text);
            }
        }

        host = host is "localhost" or "" ? IPAddress.Loopback.ToString() : host.Trim('[', ']');
        bool isAddress = IPAddress.TryParse(host, out IPAddress? address) && (host.Contains(':') || host.Count(c => c == '.') == 3);
        return isAddress ? new(address!, port) : throw Invalid(text);
    }

    /// <summary>Ends serving.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        _work.Wait(TimeSpan.FromMilliseconds(500));
    }

    private static bool TryPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 0 and <= 65535;

    private static FormatException Invalid(string text) => new(
        $"'{Text.TerminalText.OneLine(text)}' is not an IP address and a port. Give one such as 127.0.0.1:{DefaultPort}, which serves this "
        + $"machine only, or 0.0.0.0:{DefaultPort}, which serves every network.");

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await _connections.WaitAsync().ConfigureAwait(false);
            try
            {
                TcpClient client = await _listener.AcceptTcpClientAsync().ConfigureAwait(false);
                _ = Task.Run(() => Serve(client));
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                // Stopped, or a connection was gone before it was accepted.
                _connections.Release();
            }
        }
    }

    /// <summary>Answers one request. The connection is closed, and with it a read that waits, when the time is over.</summary>
    private void Serve(TcpClient client)
    {
        try
        {
            using (client)
            using (CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token))
            using (limit.Token.Register(client.Close))
            {
                limit.CancelAfter(RequestTimeout);
                NetworkStream stream = client.GetStream();
                byte[] answer = Answer(ReadHead(stream));
                stream.Write(answer, 0, answer.Length);
                client.Client.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The other side is gone or too slow. It asks again.
        }
        finally
        {
            _connections.Release();
        }
    }

    /// <summary>Reads the lines before a request's body; null if they are too long or do not end.</summary>
    private static string? ReadHead(NetworkStream stream)
    {
        byte[] head = new byte[MaxHeadBytes];
        int length = 0;
        while (length < head.Length)
        {
            int read = stream.Read(head, length, head.Length - length);
            if (read == 0)
            {
                return null;
            }

            length += read;
            string text = Encoding.ASCII.GetString(head, 0, length);
            if (text.Contains("\r\n\r\n"))
            {
                return text;
            }
        }

        return null;
    }

    private byte[] Answer(string? head)
    {
        string[] request = head is null ? [] : head.Substring(0, head.IndexOf('\r')).Split(' ');
        if (request.Length != 3 || !request[2].StartsWith("HTTP/1.", StringComparison.Ordinal))
        {
            return Response("400 Bad Request", "This is not an HTTP/1.1 request.\n", hasBody: true);
        }

        bool isHead = request[0] == "HEAD";
        if (!isHead && request[0] != "GET")
        {
            return Response("405 Method Not Allowed", "Use GET.\n", hasBody: true);
        }

        string path = request[1].Split('?')[0];
        return path == "/metrics" ? Response("200 OK", _metrics(), !isHead)
            : Response("404 Not Found", "The metrics are at /metrics.\n", !isHead);
    }

    private static byte[] Response(string status, string body, bool hasBody)
    {
        byte[] content = Encoding.UTF8.GetBytes(body);
        byte[] head = Encoding.ASCII.GetBytes(FormattableString.Invariant(
            $"HTTP/1.1 {status}\r\nContent-Type: {ContentType}\r\nContent-Length: {content.Length}\r\nConnection: close\r\n\r\n"));
        return hasBody ? [.. head, .. content] : head;
    }
}
