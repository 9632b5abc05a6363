// The page's strings in Korean.

import { problems } from "./problems.ko.js";

/** @type {typeof import("./en.js").en} */
export const ko = {
  common: {
    bytes: (count) => `${count.toLocaleString("ko")}바이트`,
    records: (count) => `레코드 ${count.toLocaleString("ko")}개`,
    errors: (count) => `오류 ${count.toLocaleString("ko")}개`,
    warnings: (count) => `경고 ${count.toLocaleString("ko")}개`,
    absent: "없음",
    empty: "빈 값",
    none: "없음",
    close: "닫기",
    copy: "복사",
    copied: "복사됨",
    notCopied: "브라우저가 허용하지 않았습니다",
    notLoaded:
      "브라우저가 페이지의 이 부분을 불러오지 못했습니다. 네트워크를 확인하거나 페이지를 새로 고치십시오.",
    moreCharacters: (count) => `${count}자 더 있음`,
  },

  header: {
    title: "heroku-drain: Heroku 로그 드레인 페이로드 분석",
    tagline: "로그 드레인 페이로드를 Heroku.Runtime 이벤트로 변환합니다.",
    private: "데이터는 이 브라우저를 벗어나지 않습니다.",
    privateNote:
      "페이지의 콘텐츠 보안 정책이 외부로 나가는 요청을 막습니다. 서버가 이 정책을 헤더로 보내면 파서 워커에도 적용됩니다.",
    connect: "드레인 연결",
    language: "언어",
    theme: "색상 테마",
    themes: { system: "시스템", light: "라이트", dark: "다크" },
  },

  payload: {
    title: "페이로드",
    open: "파일 열기…",
    clear: "지우기",
    label: "로그 드레인 요청의 본문",
    placeholder:
      "로그 드레인 요청의 본문을 붙여 넣거나, 이 페이지 아무 곳에나 파일을 끌어다 놓으세요.",
    keepsBytes:
      "입력란에 붙여넣으면 줄바꿈이 모두 LF로 바뀝니다. 모든 바이트를 그대로 두려면 파일을 열거나 끌어다 놓으세요.",
    lineEnds: "줄 끝",
    onlyLf: "텍스트 상자의 줄 끝은 LF뿐입니다. 원래 CRLF였다면 여기서 선택하세요.",
    pasteChanged: "붙여 넣은 텍스트의 줄 끝은 CRLF였지만 브라우저가 LF로 바꾸었습니다.",
    chooseLineEnd: "옥텟 카운트에는 줄 끝도 포함되므로, 원래 줄 끝을 선택하세요.",
    asPasted: "붙여 넣은 그대로 읽기",
    pasted: "붙여 넣은 텍스트",
    fromLink: "링크에 담긴 페이로드",
    decompressed: (before, after) => `gzip이어서 ${before}를 ${after}로 압축 해제했습니다.`,
    start: "페이로드의 앞부분",
    startShown: "앞부분만 표시합니다. 줄 끝과 제어 문자는 눈에 보이게 표시합니다.",
    allShown: "줄 끝과 제어 문자는 눈에 보이게 표시합니다.",
    another: "다른 내용 입력하기",
    samples: "샘플",
    dropTarget: "여기에 놓으면 파싱합니다",
    dropped: {
      nothing: "끌어다 놓은 것에서 브라우저가 파일을 찾지 못했습니다.",
      folder: "은(는) 폴더입니다. 폴더 안의 파일을 끌어다 놓으세요.",
      several: (count) => `파일 ${count}개 중 첫 번째만 읽습니다: `,
    },
    framings: {
      title: "프레이밍",
      auto: {
        title: "자동",
        meaning: "옥텟 카운트를 뒤따르는 내용과 대조합니다. 잘못된 수는 찾아내어 바로잡습니다.",
      },
      "octet-counting": {
        title: "옥텟 카운팅",
        meaning: "옥텟 카운트를 항상 그대로 따르며 아무것도 건너뛰지 않습니다(RFC 6587, 3.4.1절).",
      },
      lines: {
        title: "줄 단위",
        meaning:
          "Panther의 HTTP 소스처럼 한 줄을 한 프레임으로 읽습니다. 옥텟 카운트는 필드일 뿐입니다.",
      },
    },
    differs: {
      records: "레코드",
      errors: "오류",
      title: "다른 행",
      rows: (count) => `${count.toLocaleString("ko")}개 행`,
      from: (offset) =>
        `그 프레이밍에서는 다르게 읽히는 행을 표시합니다. 바이트 ${offset}부터 달라집니다`,
    },
  },

  samples: {
    router: {
      title: "웹 요청",
      look: "요청 6건 중 3건이 H12, H10, H18로 실패하지만, 라우터는 모두 priority 158(info)로 보냅니다.",
    },
    busy: {
      title: "바쁜 한 시간",
      look: "로그 100,000줄입니다. 타임라인에서 12:17~12:21의 데이터베이스 지연과 12:43~12:47의 잘못된 릴리스를 찾아보십시오(UTC).",
    },
    rails: {
      title: "Rails 앱",
      look: "출력된 한 줄이 레코드 하나이지만, 한 로거는 4줄을 메시지 하나로 보냈습니다. 프레이밍을 줄 단위로 바꾸면 그중 3줄이 오류가 됩니다.",
    },
    metrics: {
      title: "dyno와 데이터베이스",
      look: "dyno, Postgres, Redis의 사용량을 담은 레코드 10개입니다. 한 dyno의 메모리가 한도를 넘어 R14에 이릅니다.",
    },
    dropped: {
      title: "유실된 메시지",
      look: "L10 알림은 LF 없이 끝나 다음 프레임이 바로 붙습니다. 옥텟 카운트로 읽으면 레코드 5개, 줄 단위로 읽으면 4개입니다.",
    },
    cut: {
      title: "둘로 잘린 줄",
      look: "Logplex는 줄을 10,000바이트에서 자릅니다. 여기서는 문자 중간이 잘려, 타임스탬프가 같은 레코드 2개에 모두 invalid-utf8 경고가 붙습니다.",
    },
    windows: {
      title: "Windows에서 붙여넣기",
      look: "LF로 센 자리에 CRLF가 있어 레코드 4개에 crlf 경고가 붙습니다. 옥텟 카운팅에서는 남은 LF마다 오류가 나서 모두 4개입니다.",
    },
    damaged: {
      title: "손상된 페이로드",
      look: "프레임에 생길 수 있는 모든 문제를 담았습니다. 레코드 7개, 오류 5개, 경고 7개이며, 사라지는 바이트는 없습니다.",
    },
    syslog: {
      title: "syslog 드레인",
      look: "레코드 7개의 host_name이 모두 드레인 토큰이고, 메시지는 모두 “- ”로 시작합니다. 스키마에 없는 구조화 데이터입니다.",
    },
    hosts: {
      title: "호스트와 없는 값",
      look: "host_name에 IP 주소, 도메인, 퓨니코드가 있는 레코드 10개입니다. 무엇이 인디케이터가 되고 “-”가 어떤 값을 없애는지 보십시오.",
    },
    hostile: {
      title: "악의적인 텍스트",
      look: "마크업, 이스케이프 시퀀스, 방향을 뒤집는 문자, 위조 프레임이 든 레코드 11개입니다. 모두 텍스트로만 남고, 위조 프레임은 레코드가 되지 않습니다.",
    },
    cli: {
      title: "heroku logs 출력",
      look: "터미널에 보이는 그대로의 5줄입니다. 프레임이 없으며, 오류 1개가 이를 알려 줍니다.",
    },
    json: {
      title: "JSON으로 감싼 로그",
      look: "수집기가 저장한 5줄입니다. 전체가 오류 1개이므로, 먼저 JSON에서 본문을 꺼내야 합니다.",
    },
  },

  result: {
    title: "결과",
    record: () => "레코드",
    error: () => "오류",
    warning: () => "경고",
    timing: (size, duration) => `${size}, ${duration}`,
    timingNote:
      "한 번 파싱하는 데 걸린 시간입니다. 짧은 작업은 파서가 준비된 뒤 다시 재어 표시합니다",
    stages: {
      reading: "읽는 중",
      parsing: "파싱 중",
      indexing: "정리 중",
      filtering: "필터링 중",
      exporting: "내보내는 중",
    },
    working: (stage) => `${stage}…`,
    workingOf: (stage, done, total) => `${stage}: ${total} 중 ${done}`,
    cancel: "취소",
    failed: "페이로드를 읽지 못했습니다",
    stopped: "파서가 중단되었습니다",
    stoppedNote: (reason) => `파서가 중단되었습니다(${reason}). 다음 페이로드에서 다시 시작됩니다.`,
    unreadable: {
      gzipTooLarge: (most) =>
        `gzip 파일의 압축을 풀면 읽을 수 있는 최대 크기인 ${most}를 넘습니다.`,
      linkTooLarge: (most) => `링크의 내용을 풀면 읽을 수 있는 최대 크기인 ${most}를 넘습니다.`,
      gzipDamaged: (size) => `gzip 파일이 손상되었거나 잘렸습니다. 그 전까지 ${size}가 나왔습니다.`,
      linkDamaged: (size) => `링크가 손상되었거나 잘렸습니다. 그 전까지 ${size}가 나왔습니다.`,
    },
    cancelled: "취소했습니다.",
    retry: "다시 시도",
    emptyTitle: "아직 페이로드가 없습니다",
    emptyText:
      "로그 드레인 요청의 본문을 붙여 넣거나, 이 페이지 아무 곳에나 파일을 끌어다 놓거나, 샘플로 시작하세요. 프레임마다 이벤트 하나가 되고, 이벤트가 되지 못한 바이트는 위치와 이유를 함께 알려 드립니다.",
    allWell: (gap, shown) =>
      gap === 0
        ? "문제가 없습니다. 모든 바이트가 레코드에 속합니다."
        : `문제가 없습니다. 모든 바이트가 레코드에 속하거나, 레코드 사이의 공백과 줄 끝 ${shown}바이트입니다.`,
    nothingEmpty: "페이로드가 비어 있습니다.",
    nothingMarked: "이 페이로드에는 바이트 순서 표식과 공백밖에 없습니다.",
    nothingBlank: "이 페이로드에는 공백밖에 없습니다.",
    problems: "문제",
    unlisted: (most, more) =>
      `처음 ${most}개 문제만 표시합니다. 나머지 ${more.toLocaleString("ko")}개는 개수만 세며, 그중 오류는 행이 없습니다.`,
    rows: "행",
    rowsOf: (shown, all) => `${all}개 행 중 ${shown}개`,
    allRows: (count) => `${count.toLocaleString("ko")}개 행`,
    noRows: "모든 필터를 만족하는 행이 없습니다.",
    search: "텍스트에서 검색",
    filters: "필터",
    removeFilter: (filter) => `필터 제거: ${filter}`,
    clearFilters: "모두 지우기",
    timeFrom: "시작",
    timeTo: "이전",
    differsFrom: (framing) => `“${framing}”에서는 다름`,
    sortBy: "정렬",
    payloadOrder: "페이로드 순서",
    descending: "내림차순",
    overview: "개요",
    columns: "열",
    columnsTitle: "표에 표시할 열",
    resetColumns: "처음대로",
    table: {
      number: "#",
      event_time: "이벤트 시각(UTC)",
      local_time: "이벤트 시각(현지)",
      ip_addresses: "IP 주소",
      domain_names: "도메인 이름",
      severity: "심각도",
      facility: "퍼실리티",
      problem: "문제",
    },
    parseTimeCell: "파싱한 시각",
    atByte: (offset) => `바이트 ${offset}`,
    linkProblems: "링크의 일부를 이해하지 못했습니다:",
  },

  details: {
    record: (number) => `레코드 ${number}`,
    error: "오류",
    noRecord: "레코드 없음",
    bytesOfPayload: (range) => `바이트 ${range}`,
    atByte: (offset) => `바이트 ${offset}`,
    placeInView: (place, count) => `${count}행 중 ${place}행`,
    notInView: "표시된 행에 없음",
    showInText: "텍스트에서 보기",
    jsonTooLong: (size) => `이벤트의 JSON이 ${size}입니다. 내려받아 확인하십시오.`,
    previous: "이전",
    next: "다음",
    bytes: "바이트",
    asText: "텍스트",
    asHex: "16진수",
    copyText: "텍스트 복사",
    copyHex: "16진수 복사",
    downloadRaw: "바이트 다운로드",
    bytesLabel: "필드별 바이트. 왼쪽과 오른쪽 화살표 키로 필드를 선택합니다",
    linkHint: "필드나 바이트를 가리키면 서로 표시되고, 클릭하면 고정됩니다.",
    notUtf8: "UTF-8이 아닌 바이트",
    countEndsHere: (count) => `카운트 ${count}에 따르면 프레임이 여기서 끝납니다`,
    showMore: (more, left) =>
      more < left
        ? `남은 ${left.toLocaleString("ko")}바이트 중 ${more.toLocaleString("ko")}바이트 더 보기`
        : `${left.toLocaleString("ko")}바이트 더 보기`,
    bytesLeftOut: (shown, all) =>
      `전체 ${all.toLocaleString("ko")}바이트 중 앞의 ${shown.toLocaleString("ko")}바이트입니다. 나머지는 다운로드해서 볼 수 있습니다.`,
    excerpt: "해당 위치의 앞뒤",
    moreBytes: (count) => `… ${count}바이트 더 있음`,
    pattern: "스키마 패턴",
    eventAsJson: "이벤트 JSON",
    copyJson: "JSON 복사",
    downloadJson: "JSON 다운로드",
    filterProblem: (code) => `${code} 문제가 있는 행만 보기`,
    filterField: (name) => `이 ${name} 값이 있는 행만 보기`,
    filterChip: "이 값이 있는 행만 보기",
    table: { title: "필드", field: "필드", type: "타입", bytes: "바이트", value: "값" },
    facts: {
      title: "해석",
      parseTime: "타임스탬프가 없어 파싱 시각 사용",
      asSent: "보낸 그대로",
      facility: "facility",
      severity: "severity",
      noPriority: "0~191이 아니므로 facility와 severity 없음",
      indicators: "인디케이터",
      linesExact: "이 이벤트와 같습니다. 줄 단위 프레이밍은 HTTP 소스가 읽는 방식입니다.",
      lines: {
        one: () => "같은 이벤트가 됩니다. 프레임이 한 줄입니다.",
        many: (lines) =>
          `HTTP 소스는 ${lines.toLocaleString("ko")}줄로 나눠 읽습니다. 첫 줄만 이벤트가 되고, 나머지는 단독으로 패턴과 맞을 때만 이벤트가 됩니다.`,
        open: () =>
          "프레임을 끝내는 줄바꿈이 없어, 페이로드에서 뒤따르는 내용이 메시지에 붙습니다.",
      },
    },
    octets: {
      right: (count) =>
        `옥텟 카운트가 맞습니다. 뒤에 ${count.toLocaleString("ko")}바이트가 있습니다.`,
      tooMany: (difference) =>
        `카운트대로라면 프레임이 ${difference.toLocaleString("ko")}바이트 뒤에서 끝나야 합니다.`,
      tooFew: (difference) =>
        `카운트대로라면 프레임이 ${difference.toLocaleString("ko")}바이트 앞에서 끝나야 합니다.`,
      declared: "카운트",
      actual: "실제",
    },
  },

  problems,

  overview: {
    timeline: "시간별 레코드",
    stack: "구분 기준",
    facet: "집계 기준",
    names: {
      severity: "심각도",
      facility: "퍼실리티",
      app_name: "소스",
      process_id: "프로세스",
      host_name: "호스트",
      problem: "문제",
    },
    others: "기타",
    utc: "UTC",
    local: "현지",
    table: "표",
    clear: "시간 해제",
    from: "시작",
    total: "합계",
    chosen: "필터 적용됨",
    brush: "시간 필터",
    start: "시간 필터 시작",
    end: "시간 필터 끝",
    keys: "화살표 키로 한 칸, Page Up과 Page Down으로 열 칸씩 옮기고 Esc로 해제합니다.",
    handle: (time, records) => `${time}, 이 구간에 ${records}`,
    picture: (records, from, to) => `시간별 막대 그래프: ${from}부터 ${to}까지 ${records}`,
    perColumn: (step) => `막대 하나에 ${step}`,
    untimed: (count) => `시각 없는 레코드 ${count.toLocaleString("ko")}개`,
    noTimes: "시각이 있는 레코드가 없습니다",
    noRecords: "레코드가 없습니다",
    nothingHere: (name) => `값이 없습니다: ${name}`,
    more: (count) => `외 값 ${count.toLocaleString("ko")}개`,
  },

  share: {
    share: "공유",
    shareTitle: "이 페이로드 공유",
    holdsLog:
      "링크에 로그 자체가 들어 있습니다. 링크를 가진 사람은 누구나 로그를 읽을 수 있습니다.",
    notSent:
      "링크를 열 때 # 뒤의 내용은 어떤 서버로도 전송되지 않지만, 메신저와 브라우저 방문 기록에는 남습니다.",
    makingLink: "링크를 만드는 중…",
    linkLength: (count) => `${count.toLocaleString("ko")}자입니다.`,
    longForSome: (count) =>
      `일부 메신저는 ${count.toLocaleString("ko")}자가 넘는 링크를 자르거나 거부합니다.`,
    copyLink: "링크 복사",
    byHand: "브라우저가 복사를 허용하지 않았습니다. 여기에서 링크를 직접 복사하십시오.",
    tooLong: (count, most) =>
      `페이로드를 링크에 담으면 압축해도 ${count.toLocaleString("ko")}자입니다. ${most.toLocaleString("ko")}자가 넘는 링크는 열리지 않는 환경이 있습니다.`,
    sendFile: "대신 파일로 보내십시오.",
    downloadPayload: "페이로드 다운로드",

    export: "내보내기",
    exportTitle: "내보내기",
    scope: "범위",
    theseRows: (count) => `표에 있는 ${count.toLocaleString("ko")}행(정렬 순서대로)`,
    thisRow: (number) => `선택한 행(${number.toLocaleString("ko")}번)`,
    noRow: "선택한 행(선택된 행 없음)",
    allRows: (count) => `전체 ${count.toLocaleString("ko")}행(페이로드 순서대로)`,
    format: "형식",
    formats: { ndjson: "NDJSON", json: "JSON", csv: "CSV", raw: "원본 바이트" },
    formatNotes: {
      ndjson: "한 줄에 레코드 하나, Panther 이벤트의 값. 오류는 제외",
      json: "records와 problems를 담은 객체 하나",
      csv: "한 행에 레코드 하나. 오류는 제외. = + - @로 시작하는 셀은 스프레드시트에서 실행될 수 있으므로 텍스트로 가져오십시오",
      raw: "받은 그대로",
    },
    exporting: "만드는 중…",
    download: "다운로드",
    downloaded: (name, size) => `${name}, ${size}`,
    changed: "그사이 결과가 바뀌었습니다. 다시 시도하십시오.",
    refusals: {
      changed: () => "그사이 결과가 바뀌었습니다. 다시 시도하십시오.",
      tooLarge: (most) => `${most}를 넘어 클립보드에 복사할 수 없습니다. 다운로드하십시오.`,
      notText: () =>
        "텍스트(NUL 없는 UTF-8)가 아닌 바이트가 있어 복사하면 내용이 달라집니다. 다운로드하십시오.",
    },
    failed: (reason) => `실패했습니다: ${reason}`,
  },

  connect: {
    title: "드레인 연결",
    intro:
      "입력한 값은 아래 명령에만 채워집니다. 전송하거나 저장하지 않습니다. 명령은 bash, zsh 같은 POSIX 셸 기준입니다.",
    app: "앱 이름",
    appInvalid:
      "앱 이름은 영문 소문자, 숫자, 대시(-)로 된 3~30자이며, 영문 소문자로 시작하고 대시로 끝나지 않아야 합니다.",
    endpoint: "엔드포인트 URL",
    remarks: {
      invalid: "URL이 아닙니다. `https://`와 호스트 이름으로 시작해야 합니다.",
      scheme: "이 드레인에는 `https://` URL이 필요합니다.",
      plain:
        "`http://`로 보내면 전송 중에 로그와 드레인 토큰이 노출될 수 있습니다. `https://`를 사용하십시오.",
      credentials:
        "URL에 넣은 비밀번호는 `heroku drains` 출력과 셸 기록에 남습니다. Private Space에서는 필요하지만, 그 밖에는 드레인 토큰을 확인하십시오.",
      local: "내부 네트워크나 이 컴퓨터에서만 쓰는 호스트이므로 Heroku에서 접속할 수 없습니다.",
    },
    copyOf: (what) => `복사: ${what}`,

    answer: "Logplex의 규칙에 맞게 응답",
    rules: [
      "Logplex는 HTTP/1.1로 `POST` 요청을 차례로 보냅니다. `Content-Length`가 있고 압축하지 않습니다. 본문은 약 100 KB까지이며, 이보다 큰 메시지는 단독으로 옵니다.",
      "5초 안에 2xx로 응답하십시오. 처리를 끝내기 전에 응답하는 편이 좋습니다.",
      "4xx(429 제외)로 응답하면 그 배치는 완전히 버려집니다. 읽을 수 없는 본문에도 2xx로 응답하고, 나중에 살펴볼 수 있게 보관하십시오.",
      "그 밖의 경우(5xx, 429, 응답 없음)에는 다시 보내며, 모두 세 번 시도한 뒤 버립니다. 재시도의 `Logplex-Frame-Id`는 같으므로 이미 받은 배치는 건너뛰십시오.",
      "버려진 메시지 수는 이후 배치 맨 앞의 L10 알림에 나옵니다. 이 알림 뒤에는 줄 바꿈이 없는 경우가 많으므로, 본문을 줄이 아니라 옥텟 카운트로 나누십시오.",
    ],
    code: "Node 엔드포인트",
    codeNote:
      "`npm install heroku-drain`이 필요합니다. 위 규칙을 지키고, 드레인의 토큰이 있는 요청만 받아 이벤트를 출력합니다. `onBatch`가 실패한 배치는 다시 전송됩니다. 디스크에 한 번씩만 저장하려면 `npx heroku-drain serve --help`를 보십시오.",
    test: "Heroku에 연결하기 전에 시험",
    testNote:
      "레코드 두 개를 한 배치로 보냅니다. 2xx가 와야 합니다. 아직 토큰이 없으면 시험용 값을 정해 엔드포인트에도 설정하십시오.",
    add: "드레인 추가",
    addNote:
      "Fir 앱에는 이런 드레인이 없습니다. 형식이 다른 OTLP(OpenTelemetry) 텔레메트리를 보냅니다.",
    token: "내 드레인만 허용",
    tokenNote:
      "누구든 엔드포인트를 찾아내 가짜 로그를 보낼 수 있습니다. 드레인의 `token` 필드를 확인해 엔드포인트 실행 환경에 `LOGPLEX_DRAIN_TOKEN`으로 설정하십시오. 설정하기 전에는 엔드포인트가 드레인의 배치를 거부하므로 그 로그는 사라집니다.",
    tokenCheck:
      "모든 요청의 `Logplex-Drain-Token` 헤더에 이 값이 들어 있습니다. 비밀번호처럼 다루고, 상수 시간으로 비교하십시오. 위 엔드포인트는 그렇게 합니다.",
    privateSpace:
      "Private Space 드레인은 토큰 없이 `Logplex-Msg-Count`만 보냅니다. 이때는 URL에 사용자 이름과 비밀번호를 넣으십시오. `Authorization: Basic`으로 전달되며, 엔드포인트에는 `credentials`로 설정합니다.",
    watch: "들어오는 로그 확인",
    watchNote:
      "같은 로그를 보여 주지만 드레인 형식은 아닙니다. 옥텟 카운트와 우선순위가 없습니다. 드레인이 보내는 내용을 보려면 요청 본문을 그대로 저장해 이 페이지에서 여십시오.",
    remove: "드레인 제거",

    headers: "헤더의 의미",
    header: "헤더",
    meaning: "의미",
    headerRows: [
      ["Content-Type", "항상 `application/logplex-1`"],
      [
        "Logplex-Msg-Count",
        "본문의 프레임 수(L10 알림 포함). 직접 센 수와 다르다는 이유로 배치를 거부하지 마십시오.",
      ],
      [
        "Logplex-Frame-Id",
        "배치의 ID. 재시도해도 같으며, 재시도의 L10 알림이 달라져도 바뀌지 않습니다.",
      ],
      ["Logplex-Drain-Token", "드레인의 토큰(`d.`와 UUID). Private Space에서는 오지 않습니다."],
      ["User-Agent", "`Logplex/`와 버전. Private Space에서는 `excon/`"],
      ["Authorization", "드레인 URL에 사용자 이름과 비밀번호가 있으면 Basic"],
    ],
  },
};
