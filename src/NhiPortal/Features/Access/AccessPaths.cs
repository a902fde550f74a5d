namespace NhiPortal.Features.Access;

/// <summary>Where the workload API is; addresses in answers are made of these.</summary>
internal static class AccessPaths
{
    public const string Evaluation = "/access/v1/evaluation";
    public const string Requests = "/access/v1/requests";
    public const string CredentialUse = "/access/v1/credentials/{id}/used";
    public const string RequestSchema = "/access/v1/request-schema.json";
    public const string Metadata = "/.well-known/authzen-configuration";

    public const string Integrations = "/api/integrations";

    public static string Request(Guid id) => $"{Requests}/{id}";

    public static string Answer(Guid id) => $"{Requests}/{id}/answer";

    public static string Cancel(Guid id) => $"{Requests}/{id}/cancel";
}
