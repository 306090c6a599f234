using System.Text.Json;
using Rotunda.Data.Outbox;
using Rotunda.Data.Values;

namespace Rotunda.Modules.Accounts.Recovery;

/// <summary>Hears of people who asked for a new password, and lets the mail be made outside of their request.</summary>
internal sealed class ResetRequests(IServiceScopeFactory scopes) : IOutboxConsumer
{
    public string Name => "accounts";

    public bool Wants(string kind) => kind == RecoveryOperations.AskedKind;

    public async Task DeliverAsync(Guid delivery, string kind, string json, CancellationToken cancellationToken)
    {
        var wish = JsonSerializer.Deserialize<ResetWish>(json, StoredJson.Options) ?? throw new InvalidOperationException("The wish is empty.");
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<RecoveryOperations>().SendAsync(wish, cancellationToken);
    }
}
