import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { TreasurerPage } from '../../bot/liff-api/contract.ts';
import { useAct } from '../hooks/use-act.ts';
import { say } from '../hooks/use-said.ts';
import { usePagesWords, useStaffWords } from '../hooks/use-more-words.ts';
import type { StaffWords } from '../text/staff/th.ts';
import { bahtOf, satangFrom } from '../text/format.ts';
import { Button } from '../ui/button.tsx';
import { ErrorSummary } from '../ui/error-summary.tsx';
import type { FieldError } from '../ui/error-summary.tsx';
import { Field, SelectField } from '../ui/field.tsx';
import { Problem } from '../ui/problem.tsx';

/** Nobody transfers less than a baht. */
const SATANG_MIN = 100;

interface MoneyFormProps {
  /** Keeps the fields of several forms on one page apart. */
  id: string;
  pledge?: TreasurerPage['pledges'][number];
  /** Chosen from where the money came without a pledge. */
  campaigns?: TreasurerPage['campaigns'];
  onChange: (page: TreasurerPage) => void;
}

interface Typed {
  amountSatang: number | undefined;
  reference: string;
  fields: { amount: string; bankReference: string };
}

function problemsOf({ amountSatang, reference, fields }: Typed, words: StaffWords['treasurer']): FieldError[] {
  const problems: FieldError[] = [];
  if (amountSatang === undefined || amountSatang < SATANG_MIN) problems.push({ field: fields.amount, words: words.amountWrong });
  if (reference.length < 4 || reference.length > 40) problems.push({ field: fields.bankReference, words: words.bankReferenceWrong });
  return problems;
}

/** What the bank says came in, and its reference; nothing is booked on a slip alone. */
export function MoneyForm({ id, pledge, campaigns, onChange }: MoneyFormProps): JSX.Element {
  const pages = usePagesWords();
  const { treasurer: words } = useStaffWords();
  const act = useAct();
  const [amount, setAmount] = useState(pledge ? bahtOf(pledge.amountSatang) : '');
  const [bankReference, setBankReference] = useState(pledge?.slip?.bankReference ?? '');
  const [campaign, setCampaign] = useState(campaigns?.[0]?.campaign ?? '');
  const [errors, setErrors] = useState<FieldError[]>([]);
  const fields = { amount: `amount-${id}`, bankReference: `bank-${id}` };
  const isUsed = act.refused === 'bank_reference_used';
  const shown = useMemo(
    () => (isUsed ? [{ field: fields.bankReference, words: pages.errors.bank_reference_used }] : errors),
    [isUsed, errors, fields.bankReference, pages],
  );
  const errorOf = (field: string) => shown.find((error) => error.field === field)?.words;
  const save = () => {
    const amountSatang = satangFrom(amount);
    const reference = bankReference.trim();
    const problems = problemsOf({ amountSatang, reference, fields }, words);
    setErrors(problems);
    if (problems.length > 0 || amountSatang === undefined) return;
    const where = pledge ? { pledge: pledge.pledge } : { campaign };
    void act.run('/api/treasurer/receipts', { ...where, amountSatang, bankReference: reference }, (page) => {
      setAmount('');
      setBankReference('');
      say(words.savedToast);
      onChange(page);
    });
  };
  return (
    <form
      class="stack"
      noValidate
      aria-label={pledge ? words.recordFor(pledge.reference) : words.withoutPledge}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <ErrorSummary title={pages.problemTitle} errors={shown} />
      <Field
        id={fields.amount}
        label={words.amount}
        hint={words.amountHint}
        error={errorOf(fields.amount)}
        value={amount}
        inputMode="decimal"
        onInput={setAmount}
      />
      <BankReference id={fields.bankReference} value={bankReference} error={errorOf(fields.bankReference)} onInput={setBankReference} />
      {campaigns && <CampaignChoice id={`campaign-${id}`} campaigns={campaigns} value={campaign} onChoose={setCampaign} />}
      <Problem words={isUsed ? undefined : act.problem} />
      <Button wide type="submit" icon="money" busy={act.busy}>
        {words.save}
      </Button>
    </form>
  );
}

interface BankReferenceProps {
  id: string;
  value: string;
  error: string | undefined;
  onInput: (value: string) => void;
}

function BankReference({ id, value, error, onInput }: BankReferenceProps): JSX.Element {
  const { treasurer: words } = useStaffWords();
  return <Field id={id} label={words.bankReference} hint={words.bankReferenceHint} error={error} value={value} onInput={onInput} />;
}

interface CampaignChoiceProps {
  id: string;
  campaigns: TreasurerPage['campaigns'];
  value: string;
  onChoose: (campaign: string) => void;
}

function CampaignChoice({ id, campaigns, value, onChoose }: CampaignChoiceProps): JSX.Element | null {
  const { treasurer: words } = useStaffWords();
  if (campaigns.length === 0) return null;
  const choices = campaigns.map((option) => ({ value: option.campaign, words: option.name }));
  return <SelectField id={id} label={words.campaign} value={value} onChoose={onChoose} choices={choices} />;
}
