using System.Text.Json.Serialization;

namespace VcsaAuthGuard.Watching;

/// <summary>Writes events as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(WatchEventDocument))]
internal sealed partial class WatchEventJsonContext : JsonSerializerContext;
