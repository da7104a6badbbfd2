using System.Text.Json.Serialization;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Faults;

namespace VcsaAuthGuard.Cli;

/// <summary>How output objects look as JSON; generated at build, for the native program has no reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(AuthFault))]
[JsonSerializable(typeof(ApiClientLoad))]
[JsonSerializable(typeof(VcsaDiagnosis))]
[JsonSerializable(typeof(OverlapRow))]
internal sealed partial class CliJson : JsonSerializerContext;
