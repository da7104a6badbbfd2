using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace VcsaAuthGuard.Tests.Watching;

/// <summary>Represents a webhook's receiver: it answers with the given faults first, and then normally.</summary>
internal sealed class StandInReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StandInReceiver()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public Uri Address => new(new Uri(_app.Urls.Single()), "/services/T000/B000/s3cr3t-token?key=s3cr3t-key");

    /// <summary>Gets the requests that were taken, in order.</summary>
    public ConcurrentQueue<(JsonElement Body, IHeaderDictionary Headers)> Requests { get; } = new();

    /// <summary>The server names of the events that were taken, in order.</summary>
    public ConcurrentQueue<string> Taken { get; } = new();

    /// <summary>Status and Retry-After of the next answers; status 0: none at all.</summary>
    public ConcurrentQueue<(int Status, string? RetryAfter)> Next { get; } = new();

    public static async Task<StandInReceiver> StartAsync()
    {
        StandInReceiver receiver = new();
        await receiver._app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using JsonDocument body = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
        Assert.Equal(("POST", "application/json"), (context.Request.Method, context.Request.ContentType));
        if (!Next.TryDequeue(out (int Status, string? RetryAfter) next))
        {
            Take(body.RootElement.Clone(), context.Request);
            return;
        }

        if (next.Status == 0)
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return;
        }

        context.Response.StatusCode = next.Status;
        context.Response.Headers.RetryAfter = next.RetryAfter;
        context.Response.Headers.Location = next.Status is 302 ? "/elsewhere" : null;
        await context.Response.WriteAsync(next.Status.ToString(CultureInfo.InvariantCulture), context.RequestAborted);
    }

    private void Take(JsonElement body, HttpRequest request)
    {
        bool isBundle = body.ValueKind == JsonValueKind.Object && body.TryGetProperty("counts", out _);
        foreach (JsonElement item in isBundle ? [.. body.GetProperty("events").EnumerateArray()] : (JsonElement[])[body])
        {
            if (item.ValueKind == JsonValueKind.Object && item.TryGetProperty("server", out JsonElement server))
            {
                Taken.Enqueue(server.GetString()!);
            }
        }

        Requests.Enqueue((body, new HeaderDictionary(request.Headers.ToDictionary(header => header.Key, header => header.Value))));
    }
}
