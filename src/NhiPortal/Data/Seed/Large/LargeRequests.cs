using System.Text;
using System.Text.Json;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Data.Seed.Large;

/// <summary>Requests of accountable integrations: half are grants that live now, the rest ended over ninety days or wait.</summary>
internal sealed class LargeRequests(LargeWorld world)
{
    private enum End
    {
        Live,
        Waits,
        Expires,
        IsRevoked,
        IsDenied,
        IsWithdrawn,
        IsIgnored,
    }

    private readonly PolicyVersion policy = world.Demo.Policies[^1];
    private readonly LargeRecord record = new(world);
    private int live;

    public List<AccessRequest> Requests { get; } = [];
    public List<Grant> Grants { get; } = [];

    /// <summary>Lets an integration ask if it can and the dice say so; <paramref name="left"/> more may follow.</summary>
    public void Consider(LargeIntegration from, int left)
    {
        var target = from.Target;
        if (from.Integration is not { Status: IntegrationStatus.Active, Standing: > Standing.Gap } || from.Integration.EndOfLife <= world.Now
            || target.Person is null || target.Person == from.IamOwner || world.Dice.NextDouble() > (world.Size.Requests - Requests.Count) / (0.4 * (left + 1)))
            return;
        var action = world.Demo.Actions[from.Paths[0].ActionName];
        var subject = new PolicySubject(from.Integration.Kind, action.Class, action.Risk, target.Target.Criticality, target.Target.Environment, "");
        if (ApprovalPolicy.Create(policy.Rules).Value.Match(subject) is { } rule)
            Ask(from, action, rule, Throw());
    }

    private End Throw() => live < world.Size.LiveGrants && world.Dice.Next(100) < 54 ? End.Live : world.Dice.Next(100) switch
    {
        < 12 => End.Waits,
        < 70 => End.Expires,
        < 76 => End.IsRevoked,
        < 86 => End.IsDenied,
        < 93 => End.IsWithdrawn,
        _ => End.IsIgnored,
    };

    private void Ask(LargeIntegration from, PrivilegedAction action, ApprovalRule rule, End end)
    {
        var earliest = new[] { from.Business.AcceptedAt!.Value, from.Iam.AcceptedAt!.Value, from.Target.Holder!.AcceptedAt!.Value, world.Now.AddDays(-90) }.Max();
        var at = end switch
        {
            End.Live => world.Now.AddMinutes(-6 - (rule.LongestGrantMinutes * 0.85 * world.Dice.NextDouble())),
            End.Waits => world.Now.AddMinutes(-6 - ((rule.RequestLifetimeMinutes - 20) * world.Dice.NextDouble())),
            _ => world.Between(earliest, world.Now.AddHours(-34)),
        };
        if (at <= earliest || at > world.Now)
            return;
        var request = Make(from, action, rule, at);
        Requests.Add(request);
        record.Asked(request, from, at);
        switch (end)
        {
            case End.Waits or End.IsIgnored:
                if (world.Dice.Next(3) == 0 && request.Stages.Count > 1)
                    Decide(request, from, request.Stages[0], Answer.Approve(request.RequestedMinutes), at.AddMinutes(3));
                if (end == End.IsIgnored && request.Expire(request.ExpiresAt.AddSeconds(20)))
                    record.Expired(request, from);
                break;
            case End.IsDenied:
                Decide(request, from, request.Stages[0], Answer.Deny("Not needed any more, says the team."), at.AddMinutes(20));
                break;
            case End.IsWithdrawn:
                request.Cancel("The run ended.", at.AddMinutes(30));
                record.Withdrawn(request, from, at.AddMinutes(30));
                break;
            default:
                Approve(request, from, end, at);
                break;
        }
    }

    private AccessRequest Make(LargeIntegration from, PrivilegedAction action, ApprovalRule rule, DateTimeOffset at)
    {
        var call = new ActionCall(
            action.Name, from.Target.Target.Key, action.ResourceType, $"{action.ResourceType}-{world.Dice.Next(1_000_000):000000}",
            action.MeaningfulFields.ToDictionary(field => field, _ => JsonSerializer.SerializeToElement($"u{world.Dice.Next(100_000):00000}")));
        return AccessRequest.Ask(new AskedFor
        {
            Tenant = from.Integration.TenantId,
            Integration = from.Integration.Id,
            Workload = from.Workloads[0].Id,
            Target = from.Target.Target.Id,
            Call = call,
            Parameters = Encoding.UTF8.GetString(CanonicalJson.ToBytes(JsonSerializer.SerializeToUtf8Bytes(call.Parameters))),
            Risk = action.Risk,
            Justification = world.Dice.Any(LargeWords.Reasons),
            Ticket = rule.RequiresTicket ? $"CHG-{world.Dice.Next(100_000):00000}" : null,
            Minutes = rule.LongestGrantMinutes,
            Rule = rule,
            PolicyVersion = policy.Number,
            Basis = world.BasisOf(from, action, rule),
        }, at);
    }

    private void Approve(AccessRequest request, LargeIntegration from, End end, DateTimeOffset at)
    {
        Grant? grant = null;
        foreach (var stage in request.Stages.OrderBy(stage => stage.Order).ToList())
            grant = Decide(request, from, stage, Answer.Approve(request.RequestedMinutes), at = at.AddMinutes(2));
        Grants.Add(grant!);
        if (end == End.Live)
            live++;
        else if (end == End.IsRevoked)
            record.Revoked(request, from, grant!, from.Target.Person!, at.AddMinutes(3));
        else
            record.Ended(request, from, grant!);
    }

    private Grant? Decide(AccessRequest request, LargeIntegration from, RequestStage stage, Answer answer, DateTimeOffset at)
    {
        Person person = stage.Role == OwnerRole.SystemOwner ? from.Target.Person! : from.IamOwner;
        var decided = request.Decide(new ApproverFacts { Person = person.Id, Active = true, InTenant = true, RolesHeld = new HashSet<OwnerRole> { stage.Role } }, answer, at);
        record.Decided(request, from, person, stage.Role, answer.Verdict, decided.Value, at);
        return decided.Value;
    }
}
