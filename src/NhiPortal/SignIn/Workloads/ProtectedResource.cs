using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;

namespace NhiPortal.SignIn.Workloads;

/// <summary>Tells a caller without a token where to get one (OAuth 2.0 Protected Resource Metadata, RFC 9728).</summary>
internal sealed class ProtectedResource(IDbContextFactory<PortalDb> databases, IHostEnvironment environment)
{
    public const string Path = "/.well-known/oauth-protected-resource";

    public async Task<byte[]> DescribeAsync(string baseAddress, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var issuers = await db.Issuers.AsNoTracking().Where(issuer => environment.IsDevelopment() || !issuer.DevelopmentOnly)
            .Select(issuer => issuer.Issuer).Order().ToListAsync(cancellation);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("resource"u8, baseAddress);
            json.WriteString("resource_name"u8, "NhiPortal workload API");
            // An issuer that is no https address (SPIFFE, the development issuer) cannot be discovered, so naming it helps nobody.
            json.WriteStartArray("authorization_servers"u8);
            foreach (var issuer in issuers.Where(issuer => issuer.StartsWith("https://", StringComparison.Ordinal)))
                json.WriteStringValue(issuer);
            json.WriteEndArray();
            json.WriteStartArray("bearer_methods_supported"u8);
            json.WriteStringValue("header"u8);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
