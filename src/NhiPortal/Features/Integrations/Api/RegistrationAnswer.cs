using System.Globalization;
using System.Text.Json;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Features.Access.Http;

namespace NhiPortal.Features.Integrations.Api;

/// <summary>A registered integration as the API shows it, with what still keeps it a draft.</summary>
internal static class RegistrationAnswer
{
    public static byte[] Write(RegisteredIntegration registered, string baseAddress)
    {
        var (row, json) = (registered.Row, JsonDraft.Start());
        json.WriteStartObject();
        json.WriteString("key"u8, row.Key);
        json.WriteString("name"u8, row.Name);
        json.WriteString("purpose"u8, row.Purpose);
        json.WriteString("tenant"u8, registered.Tenant);
        json.WriteString("kind"u8, row.Kind.ToString());
        json.WriteString("environment"u8, row.Environment.ToString());
        json.WriteString("status"u8, row.Status.ToString().ToLowerInvariant());
        json.WriteString("vendor"u8, registered.Vendor);
        json.WriteString("end_of_life"u8, row.EndOfLife?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteStartArray("owners"u8);
        foreach (var owner in registered.Owners)
        {
            json.WriteStartObject();
            json.WriteString("role"u8, owner.Role.Token());
            json.WriteString("person"u8, owner.Mail);
            json.WriteString("state"u8, owner.State.ToString().ToLowerInvariant());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteReach(json, registered);
        json.WriteStartArray("missing"u8);
        foreach (var missing in Missing(registered))
            json.WriteStringValue(missing);
        json.WriteEndArray();
        json.WriteStartObject("links"u8);
        json.WriteString("self"u8, $"{baseAddress}{Access.AccessPaths.Integrations}/{row.Key}");
        json.WriteString("passport"u8, $"{baseAddress}/integrations/{row.Key}");
        json.WriteEndObject();
        json.WriteEndObject();
        return JsonDraft.Finish();
    }

    private static void WriteReach(Utf8JsonWriter json, RegisteredIntegration registered)
    {
        json.WriteStartArray("paths"u8);
        foreach (var path in registered.Paths)
        {
            json.WriteStartObject();
            json.WriteString("target"u8, path.Target);
            json.WriteString("action"u8, path.Action);
            json.WriteString("pattern"u8, path.Pattern);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("identities"u8);
        foreach (var identity in registered.Identities)
        {
            json.WriteStartObject();
            json.WriteString("issuer"u8, identity.Issuer);
            json.WriteString("subject"u8, identity.Subject);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>What keeps a draft from becoming active: acceptances, which only people give, in the portal.</summary>
    private static IEnumerable<string> Missing(RegisteredIntegration registered)
    {
        if (registered.Row.Status != IntegrationStatus.Draft)
            yield break;
        foreach (var role in new[] { OwnerRole.BusinessOwner, OwnerRole.IamOwner })
        {
            var asked = registered.Owners.FirstOrDefault(owner => owner.Role == role);
            if (asked is null or { State: OwnershipState.Lapsed })
                yield return $"{role.Token()}: nobody is asked";
            else if (asked.State == OwnershipState.Nominated)
                yield return $"{role.Token()}: {asked.Mail} has not accepted yet";
        }
    }
}
