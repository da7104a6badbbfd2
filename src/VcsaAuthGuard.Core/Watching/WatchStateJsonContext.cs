using System.Text.Json.Serialization;

namespace VcsaAuthGuard.Watching;

/// <summary>Reads and writes state files as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(WatchStateDocument))]
internal sealed partial class WatchStateJsonContext : JsonSerializerContext;
