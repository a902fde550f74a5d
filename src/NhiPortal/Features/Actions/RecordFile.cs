using System.Text.Json;
using System.Text.Json.Serialization;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Owners;

namespace NhiPortal.Features.Actions;

/// <summary>The record as JSON with stable names; docs/evidence.md tells what each means.</summary>
public sealed record RecordFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter() },
    };

    public required object Request { get; init; }
    public required object Workload { get; init; }
    public required object Action { get; init; }
    public required object Policy { get; init; }
    public required IEnumerable<object> Approvers { get; init; }
    public required IEnumerable<AuditRoleHolder> OwnersInForce { get; init; }
    public object? Grant { get; init; }
    public object? Execution { get; init; }
    public required object Evaluations { get; init; }
    public required IEnumerable<object> Events { get; init; }
    public required object Proof { get; init; }

    public static string Of(AccountabilityRecord record) => JsonSerializer.Serialize(Shape(record), Options);

    private static RecordFile Shape(AccountabilityRecord record)
    {
        var told = record.Detail;
        return new RecordFile
        {
            Request = new
            {
                told.Id,
                Status = told.Status.ToString().ToLowerInvariant(),
                told.AskedAt,
                told.ExpiresAt,
                told.EndedAt,
                told.EndReason,
                told.Justification,
                told.Ticket,
                RequestedMinutes = told.RequestedMinutes,
                RequestedBy = told.By.RequestedBy?.Name,
                StartedBy = told.By.StartedBy?.Name,
                told.By.Session,
            },
            Workload = new { Integration = told.By.Key, IntegrationId = told.By.Integration, Kind = told.By.Kind.ToString(), told.By.Issuer, told.By.Subject },
            Action = new
            {
                Name = told.What.Action,
                Target = told.What.TargetKey,
                told.What.ResourceType,
                told.What.ResourceId,
                Parameters = told.What.Values.ToDictionary(value => value.Name, value => value.Text),
                BindingSha256 = told.What.Hash,
            },
            Policy = new { Version = told.PolicyVersion, Rule = told.PolicyRule, LongestMinutes = told.LongestMinutes },
            Approvers = told.Decisions.Select(decision => (object)new
            {
                decision.Person,
                OnBehalfOf = decision.For,
                Role = decision.ByBreakGlass ? OwnerRoles.BreakGlassToken : decision.Role.Token(),
                Verdict = decision.Verdict.ToString().ToLowerInvariant(),
                decision.Minutes,
                decision.Reason,
                DecidedAt = decision.At,
                SecondsTaken = (long)(decision.At - told.AskedAt).TotalSeconds,
            }),
            OwnersInForce = record.OwnersInForce,
            Grant = told.Grant is { } grant
                ? new { grant.Id, Status = grant.Status.ToString().ToLowerInvariant(), grant.From, grant.Until, Uses = grant.UseLimit is null ? record.Allowed : grant.Use.Times, grant.UseLimit, grant.EndedAt, grant.EndedBy, grant.EndReason }
                : null,
            Execution = told.Execution is { } done
                ? new
                {
                    done.Id,
                    State = done.State.ToString().ToLowerInvariant(),
                    done.Account,
                    done.Before,
                    done.After,
                    TargetObject = done.TargetId,
                    done.AppliedAt,
                    done.EndedAt,
                    done.Trouble,
                    Attempts = done.Attempts.Select(attempt => new { attempt.Number, attempt.Reverting, Outcome = attempt.Outcome.ToString().ToLowerInvariant(), attempt.Sentence, attempt.Shown, attempt.At }),
                }
                : null,
            Evaluations = new { record.Allowed, record.Denied },
            Events = record.Events.Select(entry => (object)new { entry.Body, entry.LeafIndex, entry.LeafHash, Signed = record.IsSigned(entry) }),
            Proof = new { CheckpointSize = record.SignedUpTo, ArchivedEvents = record.Archived?.Events, Keys = "/.well-known/jwks.json" },
        };
    }
}
